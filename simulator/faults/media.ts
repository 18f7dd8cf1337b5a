/** Faults of picture and sound. */

import type { Fault, MediaEffect } from './fault.js';

function media(
  name: string,
  title: string,
  does: string,
  expect: string,
  effect: Omit<MediaEffect, 'on'>,
): Fault {
  return { name, title, where: 'media', does, expect, effects: [{ on: 'media', ...effect }] };
}

export const mediaFaults: readonly Fault[] = [
  media(
    'video-none',
    'No picture',
    'The video track is there, but no frame is ever sent.',
    'stream() resolves; no frame comes; no event.',
    {
      when: { moment: 'offer' },
      video: 'none',
    },
  ),
  media(
    'video-late',
    'Late picture',
    'The first frame comes 4 seconds after the connection.',
    'Sound comes first.',
    {
      when: { moment: 'connected' },
      video: 'none',
      milliseconds: 4000,
    },
  ),
  media(
    'video-frozen',
    'Frozen picture',
    'Two seconds into the conversation the picture stands still; frames still arrive.',
    'No event.',
    {
      when: { moment: 'live', after: 2000 },
      video: 'frozen',
    },
  ),
  media(
    'video-stops',
    'Picture stops',
    'Two seconds into the conversation no more frames are sent; sound goes on.',
    'No event.',
    {
      when: { moment: 'live', after: 2000 },
      video: 'none',
    },
  ),
  media('video-slow', 'Few frames', 'Two frames a second.', 'No event.', {
    when: { moment: 'connected' },
    video: 'slow',
  }),
  media(
    'audio-none',
    'No sound packets',
    'The audio track is there, but no packet is ever sent.',
    'The picture comes; nothing is heard.',
    {
      when: { moment: 'offer' },
      audio: 'none',
    },
  ),
  media('audio-silent', 'Silence', 'Captions come and lips move, but the sound is silence.', 'No event.', {
    when: { moment: 'offer' },
    audio: 'silent',
  }),
  media(
    'media-none',
    'Neither picture nor sound',
    'Connected, but no media packet is ever sent.',
    'No event.',
    {
      when: { moment: 'offer' },
      video: 'none',
      audio: 'none',
    },
  ),
  {
    name: 'video-rejected',
    title: 'Video rejected',
    where: 'media',
    does: 'The answer rejects the video section.',
    expect: 'stream() stays pending: it waits for both tracks.',
    effects: [{ on: 'answer', do: 'no-video' }],
  },
  {
    name: 'media-inactive',
    title: 'Inactive media',
    where: 'media',
    does: 'The answer says that nothing will be sent.',
    expect: 'stream() stays pending.',
    effects: [{ on: 'answer', do: 'inactive' }],
  },
  {
    name: 'streams-separate',
    title: 'Two media streams',
    where: 'media',
    does: 'Audio and video come in two streams.',
    expect: 'stream() gives two different streams, in order of arrival.',
    effects: [{ on: 'streams' }],
  },
  {
    name: 'streams-missing',
    title: 'No media stream',
    where: 'media',
    does: 'The tracks belong to no stream: the answer has no msid.',
    expect: 'VIDEO_STREAM_STARTED with undefined, or with a stream of the browser’s making.',
    effects: [{ on: 'answer', do: 'no-msid' }],
  },
];
