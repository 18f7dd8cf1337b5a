/** Faults of the data channel. */

import type { ChannelEffect, Fault } from './fault.js';

const AFTER = { moment: 'live', after: 500 } as const;
const GOES_ON = 'The session goes on.';

function sends(
  name: string,
  title: string,
  does: string,
  expect: string,
  messages: readonly string[],
  count = 1,
): Fault {
  const effect: ChannelEffect = { on: 'channel', do: 'send', when: AFTER, messages, count };
  return { name, title, where: 'channel', does, expect, effects: [effect] };
}

function data(messageType: string, content: unknown): string {
  return JSON.stringify({ messageType, data: content });
}

const TIME = '2026-01-01T00:00:00.000Z';

function tool(sessionId: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    event_uid: '7c1b0a10-0000-4000-8000-000000000001',
    session_id: sessionId,
    tool_call_id: '7c1b0a10-0000-4000-8000-000000000002',
    tool_name: 'show_note',
    tool_type: 'client',
    arguments: { text: 'A note from the simulator' },
    timestamp: TIME,
    timestamp_user_action: TIME,
    user_action_correlation_id: '7c1b0a10-0000-4000-8000-000000000003',
    used_outside_engine: true,
    ...more,
  };
}

function piece(
  role: string,
  content: string,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    message_id: '7c1b0a10-0000-4000-8000-000000000004',
    content_index: 0,
    content,
    role,
    end_of_speech: true,
    interrupted: false,
    ...more,
  };
}

export const channelFaults: readonly Fault[] = [
  {
    name: 'channel-never-opens',
    title: 'Data channel never opens',
    where: 'channel',
    does: 'The answer rejects the data channel: picture and sound work, messages do not.',
    expect: 'No DATA_CHANNEL_OPEN and no captions; everything sent is lost silently.',
    effects: [{ on: 'answer', do: 'no-channel' }],
  },
  {
    name: 'channel-closes',
    title: 'Data channel closes',
    where: 'channel',
    does: 'A second into the conversation the engine closes the data channel; the session stays.',
    expect: 'No event; everything sent is lost silently.',
    effects: [{ on: 'channel', do: 'close', when: { moment: 'live', after: 1000 } }],
  },
  {
    name: 'channel-mute',
    title: 'Nothing on the data channel',
    where: 'channel',
    does: 'The persona speaks, but no message comes: no captions, no events.',
    expect: 'No message events.',
    effects: [{ on: 'frames', do: 'none' }],
  },
  {
    name: 'channel-binary',
    title: 'Binary frames',
    where: 'channel',
    does: 'Messages come as binary frames with the same JSON.',
    expect: 'SDK 4.27.0 cannot parse them and logs an error for each.',
    effects: [{ on: 'frames', do: 'binary' }],
  },
  sends(
    'channel-garbage',
    'Garbage',
    'Messages that are not JSON arrive.',
    'An error in the console for each; the session goes on.',
    ['this is not JSON', '{"messageType":"speechText"', ' '],
  ),
  sends(
    'channel-null',
    'Null and arrays',
    'JSON arrives that is not an object.',
    'An error in the console; the session goes on.',
    ['null', '[]', '42', '"text"'],
  ),
  sends('channel-unknown-types', 'Unknown types', 'Messages of types nobody knows arrive.', GOES_ON, [
    data('somethingNew', { a: 1 }),
    data('', {}),
    '{}',
  ]),
  sends(
    'channel-no-data',
    'Messages without data',
    'Known types arrive without their data.',
    'Errors in the console; the session goes on.',
    [
      JSON.stringify({ messageType: 'speechText' }),
      JSON.stringify({ messageType: 'userSpeechStarted' }),
      JSON.stringify({ messageType: 'toolCallStarted' }),
      JSON.stringify({ messageType: 'personaConfigUpdateApplied' }),
    ],
  ),
  sends(
    'channel-flood',
    'Flood of messages',
    'Three hundred caption pieces arrive at once.',
    'Three hundred events; the session goes on.',
    [data('speechText', piece('persona', 'flood ', { end_of_speech: false }))],
    300,
  ),
  sends('channel-huge', 'Huge message', 'One message of 50,000 characters arrives.', 'One long message.', [
    data('speechText', piece('persona', 'long '.repeat(10_000))),
  ]),
  sends(
    'channel-markup',
    'Markup in messages',
    'Texts arrive that hold HTML and a script.',
    'The text as it is; nothing may run.',
    [
      data('speechText', piece('persona', '<img src=x onerror="globalThis.pwned=true"><b>bold</b>')),
      data('speechText', piece('user', '<script>globalThis.pwned=true</script>')),
    ],
  ),
  sends(
    'channel-unknown-role',
    'Unknown role',
    'A caption of a role nobody knows arrives.',
    'An event, but no history entry.',
    [data('speechText', piece('narrator', 'Meanwhile.'))],
  ),
  sends(
    'tool-wrong-session',
    'Tool call of another session',
    'A tool call with a foreign session id arrives.',
    'TOOL_CALL_STARTED, but no handler runs.',
    [data('toolCallStarted', tool('00000000-0000-4000-8000-000000000000'))],
  ),
  sends(
    'tool-unknown',
    'Unknown tool',
    'A client tool is called that no page has.',
    'TOOL_CALL_STARTED; nobody answers.',
    [data('toolCallStarted', tool('{sessionId}', { tool_name: 'no_such_tool' }))],
  ),
  sends(
    'tool-twice',
    'The same call twice',
    'One tool call arrives twice.',
    'The handler runs twice.',
    [data('toolCallStarted', tool('{sessionId}'))],
    2,
  ),
  sends('tool-failed', 'A failed tool', 'A server tool starts and fails.', 'TOOL_CALL_FAILED.', [
    data('toolCallStarted', tool('{sessionId}', { tool_type: 'server' })),
    data('toolCallFailed', tool('{sessionId}', { tool_type: 'server', error_message: 'Simulated failure' })),
  ]),
  sends(
    'tool-completed-unstarted',
    'A result out of nowhere',
    'A tool is completed that never started.',
    'TOOL_CALL_COMPLETED.',
    [data('toolCallCompleted', tool('{sessionId}', { tool_type: 'server', result: 'ok' }))],
  ),
  sends(
    'tool-legacy-event',
    'Legacy tool event',
    'A clientToolEvent of older engines arrives.',
    'CLIENT_TOOL_EVENT_RECEIVED.',
    [
      data('clientToolEvent', {
        event_uid: '7c1b0a10-0000-4000-8000-000000000005',
        session_id: '{sessionId}',
        event_name: 'show_note',
        event_data: { text: 'A note from the simulator' },
        timestamp: TIME,
        timestamp_user_action: TIME,
        user_action_correlation_id: '7c1b0a10-0000-4000-8000-000000000003',
        used_outside_engine: true,
      }),
    ],
  ),
  sends(
    'messages-out-of-order',
    'Pieces out of order',
    'The pieces of one caption arrive in the wrong order.',
    'They are joined as they come.',
    [
      data('speechText', piece('persona', 'second', { content_index: 1 })),
      data('speechText', piece('persona', 'first ', { content_index: 0, end_of_speech: false })),
    ],
  ),
  sends(
    'speech-ended-unstarted',
    'Speech that never began',
    'userSpeechEnded comes without userSpeechStarted.',
    'USER_SPEECH_ENDED.',
    [data('userSpeechEnded', { user_action_correlation_id: '7c1b0a10-0000-4000-8000-000000000003' })],
  ),
];
