import type { PasswordPolicy } from '../settings';
import { Icon } from './icons';

interface Props {
  policy: PasswordPolicy | undefined;
  password: string;
}

/** The rules of the pool, ticked off while typing. */
export function PasswordRules({ policy, password }: Props) {
  if (!policy) return <p>The rules of your user pool apply.</p>;
  const rules: [needed: boolean, met: boolean, words: string][] = [
    [true, password.length >= policy.MinimumLength, `${policy.MinimumLength} characters`],
    [policy.RequireUppercase, /\p{Lu}/u.test(password), 'upper case'],
    [policy.RequireLowercase, /\p{Ll}/u.test(password), 'lower case'],
    [policy.RequireNumbers, /\d/.test(password), 'a number'],
    [policy.RequireSymbols, /[^\p{L}\p{N}]/u.test(password), 'a symbol'],
  ];
  return (
    <>
      <p>At least:</p>
      <ul class="rules">
        {rules
          .filter(([needed]) => needed)
          .map(([, met, words]) => (
            <li key={words} class={met ? 'met' : ''}>
              {met ? <Icon name="check" /> : <span class="dot" aria-hidden="true" />}
              {words}
              {met && <span class="unseen"> (met)</span>}
            </li>
          ))}
      </ul>
    </>
  );
}
