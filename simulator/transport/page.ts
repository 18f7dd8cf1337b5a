/** The page at `/`: says what this server is, and what it is not. */

import { personas } from '../scenes/personas.js';
import type { Simulation } from '../simulation.js';

/** HTML of the front page. */
export function frontPage(simulation: Simulation): string {
  const rows = personas
    .map(
      ({ id, name, description }) =>
        `<tr><td>${name}</td><td>${description}</td><td><code>${id}</code></td></tr>`,
    )
    .join('');
  const active = simulation.activeSessions().length;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>anam-persona simulator</title>
<style>
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { margin: 3rem auto; padding: 0 1rem; max-width: 46rem }
h1 { font-size: 1.5rem }
table { border-collapse: collapse; width: 100% }
td { border-top: 1px solid #8886; padding: 0.4rem 0.8rem 0.4rem 0; vertical-align: top }
code { font-size: 0.9em }
</style>
</head>
<body>
<h1>This is a simulator of Anam. It is not Anam.</h1>
<p>It speaks the protocol of the service on this machine only: the faces are drawn, the voices are synthetic,
nothing is understood, nothing leaves this computer and nothing is billed.</p>
<p>Sessions right now: ${active}. Ledger: <a href="/_simulator/sessions">/_simulator/sessions</a>.
Faults: <a href="/_simulator/faults">/_simulator/faults</a>.</p>
<h2>Personas</h2>
<table>${rows}</table>
</body>
</html>
`;
}
