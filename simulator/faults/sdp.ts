/** Session descriptions with one thing wrong. */

import type { AnswerEffect } from './fault.js';

/** The description as the fault wants it. */
export function spoilSdp(sdp: string, fault: AnswerEffect['do']): string {
  switch (fault) {
    case 'garbage':
      return 'this is not a session description';
    case 'empty':
      return '';
    case 'wrong-fingerprint':
      return sdp.replace(
        /(a=fingerprint:\S+ )(\S+)/g,
        (_, name: string, print: string) => name + otherPrint(print),
      );
    case 'no-channel':
      return reject(sdp, 'application');
    case 'no-video':
      return reject(sdp, 'video');
    case 'inactive':
      return sdp.replace(/^a=(sendrecv|sendonly)\r?$/gm, 'a=inactive');
    case 'no-msid':
      return lines(sdp, (line) => !/^a=(msid|msid-semantic):|^a=ssrc:\d+ msid:/.test(line));
    default:
      return sdp;
  }
}

/** The description without the addresses of the engine. */
export function withoutCandidates(sdp: string): string {
  return lines(sdp, (line) => !/^a=(candidate|end-of-candidates)/.test(line));
}

/** Rejects the section of a kind: port 0, and out of the bundle. */
function reject(sdp: string, kind: 'application' | 'video'): string {
  const section = new RegExp(`^m=${kind}[\\s\\S]*?(?=^m=|$(?![\\s\\S]))`, 'm').exec(sdp)?.[0] ?? '';
  const mid = /^a=mid:(\S+)/m.exec(section)?.[1];
  return sdp
    .replace(new RegExp(`^m=${kind} \\d+`, 'm'), `m=${kind} 0`)
    .replace(/^(a=group:BUNDLE)(.*?)(\r?)$/m, (_, name: string, mids: string, end: string) => {
      return (
        name +
        mids
          .split(' ')
          .filter((other) => other !== mid)
          .join(' ') +
        end
      );
    });
}

function lines(sdp: string, keep: (line: string) => boolean): string {
  return sdp.split('\r\n').filter(keep).join('\r\n');
}

function otherPrint(print: string): string {
  return print.replace(/^../, print.startsWith('00') ? '11' : '00');
}
