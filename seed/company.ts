import type { Role } from '#core/people/roles.ts';
import type { Language } from '#core/ticket/ticket.ts';

/**
 * Bura Audio makes headphones in Zagreb and sells them in six languages. Tests, screenshots and the demonstration
 * all know the same people by name.
 */
export const TEAMS = ['Billing', 'Technical'] as const;
export type TeamName = (typeof TEAMS)[number];

export interface Colleague {
  name: string;
  email: string;
  role: Role;
  tier: number | null;
  language: Language;
  teams: TeamName[];
  leads: TeamName[];
}

const colleague = (
  name: string,
  login: string,
  role: Role,
  tier: number | null,
  language: Language,
  teams: TeamName[],
  leads: TeamName[] = [],
): Colleague => ({ name, email: `${login}@bura.example`, role, tier, language, teams, leads });

/** Three tiers in two teams, two leads, one escalation manager, one admin. */
export const COLLEAGUES = [
  colleague('Petra Novak', 'petra', 'agent', 1, 'hr', ['Billing']),
  colleague('Lea Santos', 'lea', 'agent', 1, 'fil', ['Billing']),
  colleague('Marko Knežević', 'marko', 'agent', 2, 'hr', ['Billing']),
  colleague('Ivana Babić', 'ivana', 'lead', 3, 'hr', ['Billing'], ['Billing']),
  colleague('Jonas Weber', 'jonas', 'agent', 1, 'en', ['Technical']),
  colleague('Phạm Minh', 'minh', 'agent', 2, 'vi', ['Technical']),
  colleague('Giulia Ferraro', 'giulia', 'lead', 3, 'it', ['Technical'], ['Technical']),
  colleague('Sanja Matić', 'sanja', 'escalation_manager', null, 'hr', []),
  colleague('Nikola Jurić', 'nikola', 'admin', null, 'hr', []),
] as const satisfies Colleague[];

export interface Customer {
  name: string;
  email: string;
  language: Language;
  timeZone: string;
}

const customer = (name: string, email: string, language: Language, timeZone: string): Customer => ({
  name,
  email,
  language,
  timeZone,
});

export const CUSTOMERS = {
  ana: customer('Ana Kovač', 'ana.kovac@posta.example', 'hr', 'Europe/Zagreb'),
  ivan: customer('Ivan Horvat', 'ivan.horvat@posta.example', 'hr', 'Europe/Zagreb'),
  luca: customer('Luca Bianchi', 'luca.bianchi@lettera.example', 'it', 'Europe/Rome'),
  beatrice: customer('Beatrice Galli', 'b.galli@lettera.example', 'it', 'Europe/Rome'),
  olga: customer('Ольга Смирнова', 'olga.smirnova@pismo.example', 'ru', 'Europe/Moscow'),
  tuan: customer('Nguyễn Minh Tuấn', 'tuan.nguyen@thu.example', 'vi', 'Asia/Ho_Chi_Minh'),
  ha: customer('Đặng Thu Hà', 'ha.dang@thu.example', 'vi', 'Asia/Ho_Chi_Minh'),
  marisol: customer('Marisol Reyes', 'marisol.reyes@sulat.example', 'fil', 'Asia/Manila'),
  rodel: customer('Rodel Bautista', 'rodel.b@sulat.example', 'fil', 'Asia/Manila'),
  hannah: customer('Hannah Brandt', 'hannah@brandt.example', 'en', 'Europe/Berlin'),
  kwame: customer('Kwame Mensah', 'kwame.mensah@letterbox.example', 'en', 'Africa/Accra'),
  zeynep: customer('Zeynep Aydın', 'zeynep@aydin.example', 'en', 'Europe/Istanbul'),
  aiko: customer('Aiko Tanaka', 'aiko.tanaka@letterbox.example', 'en', 'Asia/Tokyo'),
  tomas: customer('Tomás Ferreira', 'tomas.ferreira@letterbox.example', 'en', 'Europe/Lisbon'),
} satisfies Record<string, Customer>;
export type CustomerName = keyof typeof CUSTOMERS;

export const MAILBOXES = [
  { address: 'support@bura.example', name: 'Bura Support', team: 'Technical', topic: 'technical' },
  { address: 'billing@bura.example', name: 'Bura Billing', team: 'Billing', topic: 'billing' },
] as const;
