/** A path as the conformance cases write it; lengths in minutes. */
export interface PolicySpec {
  steps: {
    id: string;
    delayMinutes: number;
    targets: { type: 'user' | 'schedule' | 'channel' | 'roundRobin'; id: string; users?: string[] }[];
    multiAck?: boolean;
  }[];
  repeat?: number;
  onEmpty?: 'skip' | 'wait';
  lastResort?: string[];
  lastResortEveryMinutes?: number;
  ackReminderMinutes?: number;
  ackGraceMinutes?: number;
  handover?: boolean;
}

export type Happening = { t: number } & (
  | { event: 'trigger' | 'unack' | 'confirm' | 'resolve' | 'unsilence' | 'policy_edited' | 'maintenance_end' }
  | { event: 'ack'; by: string; system?: boolean }
  | { event: 'escalate'; expectedSeq?: number }
  | { event: 'silence'; minutes: number | null }
  | { event: 'apply_policy'; policy: PolicySpec }
  | { event: 'maintenance'; until: number }
  | { event: 'unavailable'; user: string; to: number | null }
);

interface Away {
  user: string;
  from: number;
  to: number | null;
}

/** A path, what happens, and what must have come of it by `until`; moments in minutes from 0. */
export interface ClimbCase {
  id: string;
  op: 'simulate';
  policy: PolicySpec;
  schedules?: Record<string, { from: number; to: number | null; users: string[] }[]>;
  unavailable?: Away[];
  userRules?: Record<string, number[]>;
  roundRobin?: Record<string, string>;
  timeline: Happening[];
  until: number;
  expected: ClimbAnswer;
}

export interface ClimbAnswer {
  fired: { t: number; step: string; loop: number; notified: string[]; reason: string }[];
  state: string;
  nextAt: number | null;
  skipped?: { t: number; step: string; why: string }[];
  rejected?: { t: number; event: string; why: string }[];
  messages?: { t: number; user: string }[];
  reminders?: { t: number; user: string }[];
}
