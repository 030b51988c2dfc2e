import type { Role } from '#core/people/roles.ts';
import type { Language } from '#core/ticket/ticket.ts';

/**
 * Bura Audio makes headphones in Zagreb and sells them in six languages. Tests, screenshots and the demonstration
 * all know the same people by name.
 */
export const TEAMS = ['Billing', 'Technical', 'Orders'] as const;
export type TeamName = (typeof TEAMS)[number];

export interface Colleague {
  name: string;
  email: string;
  role: Role;
  tier: number | null;
  language: Language;
  teams: TeamName[];
  leads: TeamName[];
  timeZone: string;
  /** What they can do, from 1 (has learnt it) to 3 (teaches it). */
  skills: Partial<Record<SkillName, 1 | 2 | 3>>;
  /** Languages they answer in, beside their own. */
  speaks: Language[];
}

/** What tickets need somebody to be able to do. */
export const SKILLS = ['Refunds', 'Invoices', 'Pairing', 'Firmware', 'Battery safety', 'Couriers', 'Returns'] as const;
export type SkillName = (typeof SKILLS)[number];

type More = Partial<Pick<Colleague, 'teams' | 'leads' | 'skills' | 'speaks' | 'timeZone'>>;

const colleague = (
  name: string,
  login: string,
  role: Role,
  tier: number | null,
  language: Language,
  { teams = [], leads = [], skills = {}, speaks = [], timeZone = 'Europe/Zagreb' }: More = {},
): Colleague => ({
  name,
  email: `${login}@bura.example`,
  role,
  tier,
  language,
  teams,
  leads,
  skills,
  speaks,
  timeZone,
});

const MANILA = 'Asia/Manila';

/**
 * Three tiers in three teams, each with a lead; the Orders desk sits in Manila. Beside them whoever only some tickets
 * need: the warehouse, finance, the board, the escalation manager and the admin.
 */
export const COLLEAGUES = [
  colleague('Petra Novak', 'petra', 'agent', 1, 'hr', {
    teams: ['Billing'],
    skills: { Invoices: 2, Refunds: 1 },
    speaks: ['en', 'it'],
  }),
  colleague('Lea Santos', 'lea', 'agent', 1, 'fil', {
    teams: ['Billing'],
    skills: { Invoices: 2, Refunds: 1 },
    speaks: ['en'],
  }),
  colleague('Marko Knežević', 'marko', 'agent', 2, 'hr', {
    teams: ['Billing'],
    skills: { Refunds: 3, Invoices: 3 },
    speaks: ['en', 'ru'],
  }),
  colleague('Ivana Babić', 'ivana', 'lead', 3, 'hr', {
    teams: ['Billing'],
    leads: ['Billing'],
    skills: { Refunds: 3 },
    speaks: ['en', 'it'],
  }),
  colleague('Jonas Weber', 'jonas', 'agent', 1, 'en', {
    teams: ['Technical'],
    skills: { Pairing: 2, Firmware: 1 },
    speaks: ['it'],
  }),
  colleague('Phạm Minh', 'minh', 'agent', 2, 'vi', {
    teams: ['Technical'],
    skills: { Pairing: 3, Firmware: 3, 'Battery safety': 2 },
    speaks: ['en'],
  }),
  colleague('Giulia Ferraro', 'giulia', 'lead', 3, 'it', {
    teams: ['Technical'],
    leads: ['Technical'],
    skills: { 'Battery safety': 3 },
    speaks: ['en', 'hr'],
  }),
  colleague('Sanja Matić', 'sanja', 'escalation_manager', null, 'hr', { speaks: ['en', 'it'] }),
  colleague('Nikola Jurić', 'nikola', 'admin', null, 'hr', { speaks: ['en'] }),
  colleague('Carlo Dizon', 'carlo', 'agent', 1, 'fil', {
    teams: ['Orders'],
    skills: { Couriers: 2, Returns: 2 },
    speaks: ['en'],
    timeZone: MANILA,
  }),
  colleague('Lê Thu Trang', 'trang', 'agent', 1, 'vi', {
    teams: ['Orders'],
    skills: { Couriers: 1, Returns: 2 },
    speaks: ['en'],
    timeZone: MANILA,
  }),
  colleague('Ирина Соколова', 'irina', 'agent', 2, 'ru', {
    teams: ['Orders'],
    skills: { Couriers: 3, Returns: 3 },
    speaks: ['en', 'hr'],
  }),
  colleague('Rosa Villanueva', 'rosa', 'lead', 3, 'fil', {
    teams: ['Orders'],
    leads: ['Orders'],
    skills: { Couriers: 3 },
    speaks: ['en', 'vi'],
    timeZone: MANILA,
  }),
  colleague('Elena Conti', 'elena', 'specialist', null, 'it', {
    skills: { 'Battery safety': 3 },
    speaks: ['en', 'hr'],
  }),
  colleague('Davor Perić', 'davor', 'approver', null, 'hr', { skills: { Refunds: 3 }, speaks: ['en'] }),
  colleague('Vesna Bura', 'vesna', 'executive', null, 'hr', { speaks: ['en', 'it', 'ru'] }),
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
  { address: 'orders@bura.example', name: 'Bura Orders', team: 'Orders', topic: 'order' },
] as const;
