import type { IconName } from '../ui/icons';

const ICONS: Record<string, IconName> = {
  NOMFA: 'lock',
  SMS_MFA: 'message',
  SOFTWARE_TOKEN_MFA: 'phone',
  EMAIL_OTP: 'mail',
  SMS_OTP: 'message',
  PASSWORD_SRP: 'lock',
  PASSWORD: 'lock',
};

export const factorIcon = (name: string): IconName => ICONS[name] ?? 'shield';
