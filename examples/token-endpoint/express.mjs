/** Express 5. Before `express.json()`, whose own errors tell too much; under any mount path. */
import { createTokenHandler, loadConfiguration, toNodeListener } from 'anam-persona/server';
import express from 'express';

const app = express();
app.use('/api/session-token', toNodeListener(createTokenHandler(await loadConfiguration(process.env))));
app.use(express.json());

const server = app.listen(process.env.PORT ?? 3000, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/api/session-token`);
});
