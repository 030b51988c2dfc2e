import { expect, test } from 'vitest';
import { can, type TicketAccess } from '#core/people/can.ts';
import { ROLES, type Actor, type Role } from '#core/people/roles.ts';

const OWN_TEAM: TicketAccess = { teamId: 1, assigneeId: null, followerIds: [], excludedIds: [] };
const FOREIGN: TicketAccess = { teamId: 2, assigneeId: null, followerIds: [], excludedIds: [] };
const FOLLOWED: TicketAccess = { teamId: 2, assigneeId: null, followerIds: [7], excludedIds: [] };

const actor = (role: Role): Actor => ({ kind: 'person', personId: 7, role, teamIds: [1], leadOf: [] });
const rolesThat = (allowed: (role: Role) => boolean) => ROLES.filter(allowed);

test('only escalation managers and admins see a ticket of a foreign team they have no part in', () => {
  expect(rolesThat((role) => can(actor(role), 'ticket.read', FOREIGN))).toEqual(['escalation_manager', 'admin']);
});

test('agents, leads and bots see the tickets of their teams; specialists, approvers and executives only what they are part of', () => {
  expect(rolesThat((role) => can(actor(role), 'ticket.read', OWN_TEAM))).toEqual([
    'agent',
    'lead',
    'escalation_manager',
    'admin',
    'bot',
  ]);
});

test('whoever was called sees the ticket, but customers see nothing here', () => {
  expect(rolesThat((role) => can(actor(role), 'ticket.read', FOLLOWED))).toEqual(
    ROLES.filter((role) => role !== 'customer'),
  );
});

test('a bot says nothing to customers and takes nothing upon itself', () => {
  expect(can(actor('bot'), 'ticket.note', OWN_TEAM)).toBe(true);
  expect(can(actor('bot'), 'ticket.reply', OWN_TEAM)).toBe(false);
  expect(can(actor('bot'), 'ticket.acknowledge', OWN_TEAM)).toBe(false);
});

test('an approver may write a note but no reply', () => {
  expect(can(actor('approver'), 'ticket.note', FOLLOWED)).toBe(true);
  expect(can(actor('approver'), 'ticket.reply', FOLLOWED)).toBe(false);
});

test('raw mail is for operators only', () => {
  expect(rolesThat((role) => can(actor(role), 'intake.read'))).toEqual(['escalation_manager', 'admin']);
});

test('whoever is excluded sees nothing of the ticket, whatever their role, team or part in it', () => {
  const kept: TicketAccess = { teamId: 1, assigneeId: 7, followerIds: [7], excludedIds: [7] };
  expect(rolesThat((role) => can(actor(role), 'ticket.read', kept))).toEqual([]);
  expect(rolesThat((role) => can(actor(role), 'ticket.read', { ...kept, excludedIds: [8] }))).not.toEqual([]);
});

test('only escalation managers and admins keep somebody away from a ticket', () => {
  expect(rolesThat((role) => can(actor(role), 'ticket.exclude', OWN_TEAM))).toEqual(['escalation_manager', 'admin']);
});
