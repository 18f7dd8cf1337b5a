/* @web/test-runner snapshot v1 */
export const snapshots = {};

snapshots["idle"] = 
`
- group "Video conversation with Cara":
  - button "Talk to Cara"
- status
- paragraph
`;
/* end snapshot idle */

snapshots["poster"] = 
`
- group "Video conversation with Cara":
  - button "Talk to Cara"
- status
- paragraph
`;
/* end snapshot poster */

snapshots["typing"] = 
`
- group "Video conversation with Cara":
  - button "Talk to Cara"
  - textbox "Message":
    - /placeholder: Type a message…
  - button "Send"
- status
- paragraph
`;
/* end snapshot typing */

snapshots["consent"] = 
`
- group "Video conversation with Cara":
  - dialog "Before you start":
    - paragraph: Before you start
    - text: This is a conversation with a video persona made by a computer. Your voice, your messages and what it answers are sent to the service that runs it.
    - paragraph:
      - link "Terms":
        - /url: /terms
      - link "Privacy":
        - /url: /privacy
    - button "Not now"
    - button "Agree and start"
- status
- paragraph
`;
/* end snapshot consent */

snapshots["authorizing"] = 
`
- group "Video conversation with Cara":
  - paragraph: Getting ready…
  - button "Cancel"
- status: Getting ready…
- paragraph
`;
/* end snapshot authorizing */

snapshots["asking for the microphone"] = 
`
- group "Video conversation with Cara":
  - paragraph: Allow your microphone
  - paragraph: Your browser is asking. If you refuse, you can still listen and type.
  - button "Cancel"
- status: Allow your microphone
- paragraph
`;
/* end snapshot asking for the microphone */

snapshots["connecting"] = 
`
- group "Video conversation with Cara":
  - paragraph: Connecting…
  - button "Cancel"
- status: Connecting…
- paragraph
`;
/* end snapshot connecting */

snapshots["almost there"] = 
`
- group "Video conversation with Cara":
  - paragraph: Almost there…
  - button "Cancel"
- status: Almost there…
- paragraph
`;
/* end snapshot almost there */

snapshots["retrying"] = 
`
- group "Video conversation with Cara":
  - paragraph: Trying again in some time
  - button "Cancel"
- status: Trying again in some time
- paragraph
`;
/* end snapshot retrying */

snapshots["live"] = 
`
- group "Video conversation with Cara":
  - group "Conversation controls":
    - button "Mute microphone"
    - button "Mute sound"
    - button "Show captions"
    - button "Show transcript"
    - button "Stop speaking" [disabled]
    - button "More options"
    - button "End conversation"
- status: Connected
- paragraph
`;
/* end snapshot live */

snapshots["listening"] = 
`
- group "Video conversation with Cara":
  - paragraph: Listening
  - group "Conversation controls":
    - button "Mute microphone"
    - button "Mute sound"
    - button "Show captions"
    - button "Show transcript"
    - button "Stop speaking" [disabled]
    - button "More options"
    - button "End conversation"
- status: Connected
- paragraph
`;
/* end snapshot listening */

snapshots["thinking"] = 
`
- group "Video conversation with Cara":
  - paragraph: Thinking
  - group "Conversation controls":
    - button "Mute microphone"
    - button "Mute sound"
    - button "Show captions"
    - button "Show transcript"
    - button "Stop speaking" [disabled]
    - button "More options"
    - button "End conversation"
- status: Connected
- paragraph
`;
/* end snapshot thinking */

snapshots["interrupted"] = 
`
- group "Video conversation with Cara":
  - paragraph: Interrupted
  - group "Conversation controls":
    - button "Mute microphone"
    - button "Mute sound"
    - button "Hide captions"
    - button "Show transcript"
    - button "Stop speaking" [disabled]
    - button "More options"
    - button "End conversation"
- status: Connected
- paragraph
`;
/* end snapshot interrupted */

snapshots["sound blocked"] = 
`
- group "Video conversation with Cara":
  - button "Tap to hear"
  - group "Conversation controls":
    - button "Mute microphone"
    - button "Unmute sound"
    - button "Show captions"
    - button "Show transcript"
    - button "Stop speaking" [disabled]
    - button "More options"
    - button "End conversation"
- status: The browser keeps the sound off until you tap.
- paragraph
`;
/* end snapshot sound blocked */

snapshots["notice"] = 
`
- group "Video conversation with Cara"
- region "Transcript":
  - heading "Transcript" [level=2]
  - button "Copy transcript"
  - button "Save transcript"
  - button "End conversation"
  - button "Hide transcript"
  - paragraph: Transcript copied
  - log "Transcript":
    - list:
      - listitem:
        - paragraph:
          - text: You
          - time: now
        - paragraph: When are you open?
      - listitem:
        - paragraph:
          - text: Cara
          - time: now
        - paragraph: From nine to five, every day except on Mondays. Would you like to book a ticket?
      - listitem:
        - paragraph:
          - text: Cara
          - time: now
        - paragraph: I can also tell you about the way here and
        - paragraph: Interrupted
      - listitem:
        - paragraph:
          - text: Cara
          - time: now
        - paragraph: Our next tour is at two o’clock, and there are
- status: Transcript copied
- paragraph
`;
/* end snapshot notice */

snapshots["live with everything"] = 
`
- group "Video conversation with Cara"
- region "Transcript":
  - heading "Transcript" [level=2]
  - button "Copy transcript"
  - button "Save transcript"
  - button "End conversation"
  - button "Hide transcript"
  - log "Transcript":
    - list:
      - listitem:
        - paragraph:
          - text: You
          - time: now
        - paragraph: When are you open?
      - listitem:
        - paragraph:
          - text: Cara
          - time: now
        - paragraph: From nine to five, every day except on Mondays. Would you like to book a ticket?
      - listitem:
        - paragraph:
          - text: Cara
          - time: now
        - paragraph: I can also tell you about the way here and
        - paragraph: Interrupted
      - listitem:
        - paragraph:
          - text: Cara
          - time: now
        - paragraph: Our next tour is at two o’clock, and there are
  - textbox "Message":
    - /placeholder: Type a message…
  - button "Send"
- status: Connected
- paragraph
`;
/* end snapshot live with everything */

snapshots["speaking"] = 
`
- group "Video conversation with Cara":
  - paragraph: Speaking
  - textbox "Message":
    - /placeholder: Type a message…
  - button "Send"
  - group "Conversation controls":
    - button "Mute microphone"
    - button "Mute sound"
    - button "Hide captions"
    - button "Show transcript"
    - button "Stop speaking"
    - button "More options"
    - button "End conversation"
- status: Connected
- paragraph
`;
/* end snapshot speaking */

snapshots["captions without controls"] = 
`
- group "Video conversation with Cara"
`;
/* end snapshot captions without controls */

snapshots["live without a microphone"] = 
`
- group "Video conversation with Cara":
  - paragraph: The microphone is blocked. You can type, or allow it in the browser and try again.
  - textbox "Message":
    - /placeholder: Type a message…
  - button "Send"
  - group "Conversation controls":
    - button "Use microphone"
    - button "Mute sound"
    - button "Show captions"
    - button "Show transcript"
    - button "Stop speaking" [disabled]
    - button "More options"
    - button "End conversation"
- status: The microphone is blocked. You can type, or allow it in the browser and try again.
- paragraph
`;
/* end snapshot live without a microphone */

snapshots["live, microphone missing"] = 
`
- group "Video conversation with Cara":
  - paragraph: No microphone was found. You can type instead.
  - textbox "Message":
    - /placeholder: Type a message…
  - button "Send"
  - group "Conversation controls":
    - button "Use microphone"
    - button "Mute sound"
    - button "Show captions"
    - button "Show transcript"
    - button "Stop speaking" [disabled]
    - button "More options"
    - button "End conversation"
- status: No microphone was found. You can type instead.
- paragraph
`;
/* end snapshot live, microphone missing */

snapshots["muted"] = 
`
- group "Video conversation with Cara":
  - group "Conversation controls":
    - button "Unmute microphone"
    - button "Unmute sound"
    - button "Show captions"
    - button "Show transcript"
    - button "Stop speaking" [disabled]
    - button "More options"
    - button "End conversation"
- status: Your microphone is muted
- paragraph
`;
/* end snapshot muted */

snapshots["menu"] = 
`
- group "Video conversation with Cara":
  - group "Conversation controls":
    - button "Mute microphone"
    - button "Mute sound"
    - button "Show captions"
    - button "Show transcript"
    - button "Stop speaking" [disabled]
    - button "More options" [expanded]
    - button "End conversation"
  - dialog "More options":
    - heading "More options" [level=2]
    - button "Close"
    - button "Show transcript"
    - text: Volume
    - slider "Volume": "1"
    - text: Microphone
    - combobox "Microphone":
      - option "System default" [selected]
    - text: Speaker
    - combobox "Speaker":
      - option "System default" [selected]
    - button "Picture in picture"
    - button "Full screen"
- status: Connected
- paragraph
`;
/* end snapshot menu */

snapshots["end warning"] = 
`
- group "Video conversation with Cara":
  - paragraph:
    - strong: Time is almost up.
    - text: The conversation ends in some time.
  - button "Keep talking"
  - group "Conversation controls":
    - button "Mute microphone"
    - button "Mute sound"
    - button "Show captions"
    - button "Show transcript"
    - button "Stop speaking" [disabled]
    - button "More options"
    - button "End conversation"
- status: Time is almost up. The conversation ends in some time.
- paragraph
`;
/* end snapshot end warning */

snapshots["idle warning"] = 
`
- group "Video conversation with Cara":
  - paragraph:
    - strong: Are you still there?
    - text: The conversation ends in some time.
  - button "Keep talking"
  - group "Conversation controls":
    - button "Mute microphone"
    - button "Mute sound"
    - button "Show captions"
    - button "Show transcript"
    - button "Stop speaking" [disabled]
    - button "More options"
    - button "End conversation"
- status: Are you still there? The conversation ends in some time.
- paragraph
`;
/* end snapshot idle warning */

snapshots["end warning, transcript"] = 
`
- group "Video conversation with Cara"
- region "Transcript":
  - heading "Transcript" [level=2]
  - button "Copy transcript"
  - button "Save transcript"
  - button "End conversation"
  - button "Hide transcript"
  - paragraph:
    - strong: Time is almost up.
    - text: The conversation ends in some time.
  - button "Keep talking"
  - log "Transcript":
    - list:
      - listitem:
        - paragraph:
          - text: You
          - time: now
        - paragraph: When are you open?
      - listitem:
        - paragraph:
          - text: Cara
          - time: now
        - paragraph: From nine to five, every day except on Mondays. Would you like to book a ticket?
      - listitem:
        - paragraph:
          - text: Cara
          - time: now
        - paragraph: I can also tell you about the way here and
        - paragraph: Interrupted
      - listitem:
        - paragraph:
          - text: Cara
          - time: now
        - paragraph: Our next tour is at two o’clock, and there are
  - textbox "Message":
    - /placeholder: Type a message…
  - button "Send"
- status: Time is almost up. The conversation ends in some time.
- paragraph
`;
/* end snapshot end warning, transcript */

snapshots["reconnecting"] = 
`
- group "Video conversation with Cara":
  - paragraph: Connection lost. Reconnecting…
  - group "Conversation controls":
    - button "Mute microphone"
    - button "Mute sound"
    - button "Show captions"
    - button "Show transcript"
    - button "Stop speaking" [disabled]
    - button "More options"
    - button "End conversation"
- status: Connection lost. Reconnecting…
- paragraph
`;
/* end snapshot reconnecting */

snapshots["reconnecting without a microphone"] = 
`
- group "Video conversation with Cara":
  - paragraph: Connection lost. Reconnecting…
  - paragraph: The microphone is blocked. You can type, or allow it in the browser and try again.
  - textbox "Message":
    - /placeholder: Type a message…
  - button "Send"
  - group "Conversation controls":
    - button "Use microphone"
    - button "Mute sound"
    - button "Show captions"
    - button "Show transcript"
    - button "Stop speaking" [disabled]
    - button "More options"
    - button "End conversation"
- status: Connection lost. Reconnecting…
- paragraph
`;
/* end snapshot reconnecting without a microphone */

snapshots["reconnecting, end warning"] = 
`
- group "Video conversation with Cara":
  - paragraph: Connection lost. Reconnecting…
  - paragraph:
    - strong: Time is almost up.
    - text: The conversation ends in some time.
  - button "Keep talking"
  - group "Conversation controls":
    - button "Mute microphone"
    - button "Mute sound"
    - button "Show captions"
    - button "Show transcript"
    - button "Stop speaking" [disabled]
    - button "More options"
    - button "End conversation"
- status: Connection lost. Reconnecting…
- paragraph
`;
/* end snapshot reconnecting, end warning */

snapshots["reconnecting, end warning, transcript"] = 
`
- group "Video conversation with Cara"
- region "Transcript":
  - heading "Transcript" [level=2]
  - button "Copy transcript"
  - button "Save transcript"
  - button "End conversation"
  - button "Hide transcript"
  - paragraph: Connection lost. Reconnecting…
  - paragraph:
    - strong: Time is almost up.
    - text: The conversation ends in some time.
  - button "Keep talking"
  - log "Transcript":
    - list:
      - listitem:
        - paragraph:
          - text: You
          - time: now
        - paragraph: When are you open?
      - listitem:
        - paragraph:
          - text: Cara
          - time: now
        - paragraph: From nine to five, every day except on Mondays. Would you like to book a ticket?
      - listitem:
        - paragraph:
          - text: Cara
          - time: now
        - paragraph: I can also tell you about the way here and
        - paragraph: Interrupted
      - listitem:
        - paragraph:
          - text: Cara
          - time: now
        - paragraph: Our next tour is at two o’clock, and there are
  - textbox "Message":
    - /placeholder: Type a message…
  - button "Send"
- status: Connection lost. Reconnecting…
- paragraph
`;
/* end snapshot reconnecting, end warning, transcript */

snapshots["ending"] = 
`
- group "Video conversation with Cara":
  - paragraph: Ending…
- status: Ending…
- paragraph
`;
/* end snapshot ending */

snapshots["ended"] = 
`
- group "Video conversation with Cara":
  - paragraph: Conversation ended
  - button "Start again"
- status: Conversation ended
- paragraph
`;
/* end snapshot ended */

snapshots["ended, transcript"] = 
`
- group "Video conversation with Cara"
- region "Transcript":
  - heading "Transcript" [level=2]
  - button "Copy transcript"
  - button "Save transcript"
  - button "Hide transcript"
  - paragraph: Conversation ended
  - button "Start again"
  - log "Transcript":
    - list:
      - listitem:
        - paragraph:
          - text: You
          - time: now
        - paragraph: When are you open?
      - listitem:
        - paragraph:
          - text: Cara
          - time: now
        - paragraph: From nine to five, every day except on Mondays. Would you like to book a ticket?
      - listitem:
        - paragraph:
          - text: Cara
          - time: now
        - paragraph: I can also tell you about the way here and
        - paragraph: Interrupted
      - listitem:
        - paragraph:
          - text: Cara
          - time: now
        - paragraph: Our next tour is at two o’clock, and there are
        - paragraph: Interrupted
  - textbox "Message":
    - /placeholder: Type a message…
  - button "Send"
- status: Conversation ended
- paragraph
`;
/* end snapshot ended, transcript */

snapshots["ended by the service"] = 
`
- group "Video conversation with Cara":
  - paragraph: The conversation was ended
  - button "Start again"
- status: The conversation was ended
- paragraph
`;
/* end snapshot ended by the service */

snapshots["ended, idle"] = 
`
- group "Video conversation with Cara":
  - paragraph: Ended because it was quiet for a while
  - button "Start again"
- status: Ended because it was quiet for a while
- paragraph
`;
/* end snapshot ended, idle */

snapshots["ended, hidden"] = 
`
- group "Video conversation with Cara":
  - paragraph: Ended while you were away
  - button "Start again"
- status: Ended while you were away
- paragraph
`;
/* end snapshot ended, hidden */

snapshots["ended, time is up"] = 
`
- group "Video conversation with Cara":
  - paragraph: The time for this conversation is up
  - button "Start again"
- status: The time for this conversation is up
- paragraph
`;
/* end snapshot ended, time is up */

snapshots["failed"] = 
`
- group "Video conversation with Cara":
  - paragraph: That did not work
  - paragraph: All lines are busy at the moment. Please try again in a little while.
  - button "Try again"
- status: All lines are busy at the moment. Please try again in a little while.
- paragraph
`;
/* end snapshot failed */

snapshots["floating, closed"] = 
`
- group "Video conversation with Cara":
  - button "Talk to Cara"
- status
- paragraph
`;
/* end snapshot floating, closed */

snapshots["floating, closed, connecting"] = 
`
- group "Video conversation with Cara":
  - button "Open conversation with Cara"
  - button "End conversation"
- paragraph: Connecting…
- status: Connecting…
- paragraph
`;
/* end snapshot floating, closed, connecting */

snapshots["floating, closed, failed"] = 
`
- group "Video conversation with Cara":
  - button "Talk to Cara"
- paragraph: All lines are busy at the moment. Please try again in a little while.
- status: All lines are busy at the moment. Please try again in a little while.
- paragraph
`;
/* end snapshot floating, closed, failed */

snapshots["floating, closed, ended by the service"] = 
`
- group "Video conversation with Cara":
  - button "Talk to Cara"
- paragraph: The conversation was ended
- status: The conversation was ended
- paragraph
`;
/* end snapshot floating, closed, ended by the service */

snapshots["floating, open"] = 
`
- dialog "Cara":
  - group "Video conversation with Cara":
    - button "Minimise"
    - textbox "Message":
      - /placeholder: Type a message…
    - button "Send"
    - group "Conversation controls":
      - button "Mute microphone"
      - button "Stop speaking" [disabled]
      - button "More options"
      - button "End conversation"
  - status: Connected
  - paragraph
`;
/* end snapshot floating, open */

snapshots["floating, idle"] = 
`
- dialog "Cara":
  - group "Video conversation with Cara":
    - button "Talk to Cara"
    - button "Minimise"
  - status
  - paragraph
`;
/* end snapshot floating, idle */

snapshots["floating, consent"] = 
`
- dialog "Cara":
  - group "Video conversation with Cara":
    - dialog "Before you start":
      - paragraph: Before you start
      - text: This is a conversation with a video persona made by a computer. Your voice, your messages and what it answers are sent to the service that runs it.
      - button "Not now"
      - button "Agree and start"
    - button "Minimise"
  - status
  - paragraph
`;
/* end snapshot floating, consent */

snapshots["floating, menu"] = 
`
- dialog "Cara":
  - group "Video conversation with Cara":
    - button "Minimise"
    - group "Conversation controls":
      - button "Mute microphone"
      - button "Stop speaking" [disabled]
      - button "More options" [expanded]
      - button "End conversation"
    - dialog "More options":
      - heading "More options" [level=2]
      - button "Close"
      - button "Mute sound"
      - button "Show captions"
      - button "Show transcript"
      - text: Volume
      - slider "Volume": "1"
      - text: Microphone
      - combobox "Microphone":
        - option "System default" [selected]
      - text: Speaker
      - combobox "Speaker":
        - option "System default" [selected]
      - button "Picture in picture"
      - button "Full screen"
  - status: Connected
  - paragraph
`;
/* end snapshot floating, menu */

snapshots["floating, everything"] = 
`
- dialog "Cara":
  - group "Video conversation with Cara":
    - paragraph: Speaking
    - button "Minimise"
    - group "Conversation controls":
      - button "Mute microphone"
      - button "Stop speaking"
      - button "More options"
      - button "End conversation"
  - region "Transcript":
    - heading "Transcript" [level=2]
    - button "Copy transcript"
    - button "Save transcript"
    - button "Hide transcript"
    - log "Transcript":
      - list:
        - listitem:
          - paragraph:
            - text: You
            - time: now
          - paragraph: When are you open?
        - listitem:
          - paragraph:
            - text: Cara
            - time: now
          - paragraph: From nine to five, every day except on Mondays. Would you like to book a ticket?
        - listitem:
          - paragraph:
            - text: Cara
            - time: now
          - paragraph: I can also tell you about the way here and
          - paragraph: Interrupted
        - listitem:
          - paragraph:
            - text: Cara
            - time: now
          - paragraph: Our next tour is at two o’clock, and there are
    - textbox "Message":
      - /placeholder: Type a message…
    - button "Send"
  - status: Connected
  - paragraph
`;
/* end snapshot floating, everything */

snapshots["floating, end warning"] = 
`
- dialog "Cara":
  - group "Video conversation with Cara":
    - button "Minimise"
    - paragraph:
      - strong: Time is almost up.
      - text: The conversation ends in some time.
    - button "Keep talking"
    - textbox "Message":
      - /placeholder: Type a message…
    - button "Send"
    - group "Conversation controls":
      - button "Mute microphone"
      - button "Stop speaking" [disabled]
      - button "More options"
      - button "End conversation"
  - status: Time is almost up. The conversation ends in some time.
  - paragraph
`;
/* end snapshot floating, end warning */

snapshots["floating, ended"] = 
`
- dialog "Cara":
  - group "Video conversation with Cara":
    - paragraph: Conversation ended
    - button "Start again"
    - button "Minimise"
  - status: Conversation ended
  - paragraph
`;
/* end snapshot floating, ended */

snapshots["floating, failed"] = 
`
- dialog "Cara":
  - group "Video conversation with Cara":
    - paragraph: That did not work
    - paragraph: All lines are busy at the moment. Please try again in a little while.
    - button "Try again"
    - button "Minimise"
  - status: All lines are busy at the moment. Please try again in a little while.
  - paragraph
`;
/* end snapshot floating, failed */

snapshots["floating, live and closed"] = 
`
- group "Video conversation with Cara":
  - button "Open conversation with Cara"
  - button "End conversation"
- status: Connected
- paragraph
`;
/* end snapshot floating, live and closed */

snapshots["floating, tile, end warning"] = 
`
- group "Video conversation with Cara":
  - button "Open conversation with Cara"
  - button "End conversation"
- paragraph:
  - strong: Time is almost up.
  - text: The conversation ends in some time.
- button "Keep talking"
- status: Time is almost up. The conversation ends in some time.
- paragraph
`;
/* end snapshot floating, tile, end warning */

snapshots["floating, tile, sound blocked"] = 
`
- group "Video conversation with Cara":
  - button "Open conversation with Cara"
  - button "End conversation"
- button "Tap to hear"
- status: The browser keeps the sound off until you tap.
- paragraph
`;
/* end snapshot floating, tile, sound blocked */

snapshots["menu, end warning"] = 
`
- group "Video conversation with Cara":
  - group "Conversation controls":
    - button "Mute microphone"
    - button "Mute sound"
    - button "Show captions"
    - button "Show transcript"
    - button "Stop speaking" [disabled]
    - button "More options" [expanded]
    - button "End conversation"
  - dialog "More options":
    - heading "More options" [level=2]
    - button "Close"
    - paragraph:
      - strong: Time is almost up.
      - text: The conversation ends in some time.
    - button "Keep talking"
    - button "Show transcript"
    - text: Volume
    - slider "Volume": "1"
    - text: Microphone
    - combobox "Microphone":
      - option "System default" [selected]
    - text: Speaker
    - combobox "Speaker":
      - option "System default" [selected]
    - button "Picture in picture"
    - button "Full screen"
- status: Time is almost up. The conversation ends in some time.
- paragraph
`;
/* end snapshot menu, end warning */

