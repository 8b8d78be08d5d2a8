import type { SignedInUser } from 'cognito-auth-wasm';
import { attributeLabel } from '../words';

export function AttributesCard({ attributes }: { attributes: SignedInUser['attributes'] | undefined }) {
  const entries = Object.entries(attributes ?? {});
  return (
    <section class="card" aria-labelledby="attributes-title">
      <div class="card-head">
        <h2 id="attributes-title">Attributes</h2>
        <a href="#/account/attributes" aria-label="Edit the attributes">
          Edit
        </a>
      </div>
      {entries.length === 0 ? (
        <p class="empty">
          Cognito gave none: the token may lack the scope <code>aws.cognito.signin.user.admin</code>.
        </p>
      ) : (
        <dl class="facts-list">
          {entries.map(([name, value]) => (
            <div key={name}>
              <dt>
                {attributeLabel(name)} <code>{name}</code>
              </dt>
              <dd>{typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
