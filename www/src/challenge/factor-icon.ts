import type { IconName } from '../ui/icons';
import { factorHint, factorLabel } from '../words';

const ICONS: Record<string, IconName> = {
  NOMFA: 'lock',
  SMS_MFA: 'message',
  SOFTWARE_TOKEN_MFA: 'phone',
  EMAIL_OTP: 'mail',
  SMS_OTP: 'message',
  PASSWORD_SRP: 'lock',
  PASSWORD: 'lock',
  WEB_AUTHN: 'key',
};

export const factorIcon = (name: string): IconName => ICONS[name] ?? 'shield';

/** The choice of that factor, as `Choice` shows it. */
export const factorOption = (name: string) => ({
  value: name,
  label: factorLabel(name),
  hint: factorHint(name),
  icon: factorIcon(name),
});
