// A real OpenID Connect provider for one story. It says its port, reads what it is to know of the console as one line
// of JSON, says that it is ready, and ends with its standard input.
//
// Nobody has to fill in forms: who comes is signed in as the account that `login_hint` or the line names, and agrees.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import Provider from 'oidc-provider';

const server = createServer();
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const issuer = `http://127.0.0.1:${server.address().port}`;
console.log(issuer);

const lines = createInterface({ input: process.stdin });
const { console: at, clientId, clientSecret, account, algorithm } = await new Promise((read) => {
  lines.once('line', (line) => read(JSON.parse(line)));
});
lines.on('close', () => process.exit(0));

const pair =
  algorithm === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = { ...pair.privateKey.export({ format: 'jwk' }), alg: algorithm, use: 'sig', kid: 'key' };

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [`${at}/sign-in/with/real/callback`],
      post_logout_redirect_uris: [`${at}/`],
      backchannel_logout_uri: `${at}/sign-in/with/real/back-channel-logout`,
      backchannel_logout_session_required: true,
      grant_types: ['authorization_code', 'refresh_token'],
      id_token_signed_response_alg: algorithm,
    },
  ],
  jwks: { keys: [key] },
  cookies: { keys: [randomBytes(32).toString('hex')] },
  claims: { openid: ['sub'], profile: ['name'], email: ['email'], groups: ['groups'] },
  issueRefreshToken: () => true,
  rotateRefreshToken: true,
  features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
  // The library's own refuses to ask this machine.
  fetch: (url, { dispatcher, ...options }) => fetch(url, options),
  interactions: { url: (_, interaction) => `/agree/${interaction.uid}` },
  findAccount: (_, id) => (id === account.sub ? { accountId: id, claims: () => account } : undefined),
});

provider.on('grant.success', ({ oidc }) => {
  if (oidc.params.grant_type === 'refresh_token') console.log('renewed');
});
provider.on('backchannel.error', (_, error) => console.error('a logout token was not taken:', error));

async function agree(request, response) {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    return provider.interactionFinished(request, response, { login: { accountId: account.sub } });
  }
  const { Grant } = provider;
  const grant = grantId ? await Grant.find(grantId) : new Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return provider.interactionFinished(
    request,
    response,
    { consent: { grantId: await grant.save() } },
    { mergeWithLastSubmission: true },
  );
}

const callback = provider.callback();
server.on('request', (request, response) => {
  if (!request.url.startsWith('/agree/')) return callback(request, response);
  agree(request, response).catch((error) => {
    console.error(error);
    response.writeHead(500).end();
  });
});
console.log('ready');
