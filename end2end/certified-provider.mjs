// The certified OpenID provider (npm `oidc-provider`) with a list of people to choose from. Takes the same arguments as
// the small one: --addr HOST:PORT --people FILE.json --client id:secret:redirect-uri --post-logout URL
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Provider } from 'oidc-provider';

const { values } = parseArgs({
  options: {
    addr: { type: 'string' },
    people: { type: 'string' },
    client: { type: 'string' },
    'post-logout': { type: 'string' },
  },
});
const [host, port] = values.addr.split(':');
const people = JSON.parse(readFileSync(values.people, 'utf8'));
const [id, secret, ...rest] = values.client.split(':');

const provider = new Provider(`http://${host}:${port}`, {
  clients: [
    {
      client_id: id,
      client_secret: secret,
      redirect_uris: [rest.join(':')],
      post_logout_redirect_uris: [values['post-logout']],
      grant_types: ['authorization_code'],
      response_types: ['code'],
    },
  ],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
  async findAccount(ctx, sub) {
    const person = people.find((known) => known.sub === sub);
    return (
      person && {
        accountId: sub,
        claims: () => ({ sub, email: person.email, email_verified: true, name: person.name }),
      }
    );
  },
  interactions: { url: (ctx, interaction) => `/choose/${interaction.uid}` },
  cookies: { keys: ['only for tests'] },
});

const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

// Choosing a person signs in and agrees to everything at once.
provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith('/choose/')) return next();
  const { prompt, params, session } = await provider.interactionDetails(ctx.req, ctx.res);
  const sub = ctx.query.sub ?? (prompt.name === 'consent' ? session?.accountId : undefined);
  if (!sub) {
    const buttons = people
      .map(({ sub, name, email }) => `<button name="sub" value="${escape(sub)}">${escape(name)} (${escape(email)})</button>`)
      .join('');
    ctx.type = 'html';
    ctx.body = `<!doctype html><html lang="en"><title>Who are you?</title><h1>Who are you?</h1><form>${buttons}</form></html>`;
    return undefined;
  }
  const grant = new provider.Grant({ accountId: sub, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const grantId = await grant.save();
  return provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: sub }, consent: { grantId } });
});

provider.listen(Number(port), host);
