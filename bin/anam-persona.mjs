#!/usr/bin/env node
/** The command line of the package: hands the words on to the part that owns them. */
const usage = `Usage: anam-persona <command> [options]

  serve      run the token endpoint (keeps the API key on the server)
  stop       end running sessions of a label, for the operator
  simulate   run the offline simulator of Anam

  anam-persona <command> --help tells more.`;

const commands = {
  serve: () => import('../dist/server/cli.js'),
  stop: () => import('../dist/server/cli.js'),
  simulate: () => import('../dist/simulator/cli.js'),
};

const argv = process.argv.slice(2);
const load = Object.hasOwn(commands, argv[0] ?? '') ? commands[argv[0]] : undefined;
if (load) {
  const { run } = await load();
  process.exitCode = await run(argv);
} else {
  const asked = argv.length === 0 || argv[0] === '--help' || argv[0] === '-h' || argv[0] === 'help';
  if (!asked) console.error(`anam-persona: there is no command "${argv[0]}".\n`);
  (asked ? console.log : console.error)(usage);
  process.exitCode = asked ? 0 : 2;
}
