import { AttributesCard } from '../account/attributes';
import { AccountOverview } from '../account/frame';
import { SessionCard } from '../account/session';
import { TokensCard } from '../account/tokens';
import { user } from '../auth';

export function Account() {
  const current = user.value;
  const session = current?.getSignInUserSession();
  if (!current || !session) return null;
  return (
    <AccountOverview>
      <SessionCard session={session} />
      <AttributesCard attributes={current.attributes} />
      <TokensCard session={session} />
    </AccountOverview>
  );
}
