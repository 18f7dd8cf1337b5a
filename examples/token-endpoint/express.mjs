/** Express 5. It works before and after `express.json()`, and under any mount path. */
import { createTokenHandler, loadConfiguration, toNodeListener } from 'anam-persona/server';
import express from 'express';

const app = express();
app.use(express.json());
app.use('/api/session-token', toNodeListener(createTokenHandler(await loadConfiguration(process.env))));

const server = app.listen(process.env.PORT ?? 3000, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/api/session-token`);
});
