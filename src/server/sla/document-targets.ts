import type { StepTarget, StepTrigger } from '#core/escalation/path.ts';
import { never } from '#core/result.ts';
import { listOf } from './document-lengths.ts';
import type { DocumentSource } from './document-source.ts';
import type { DocumentWords } from './document-words.ts';

/** Whom a step calls. */
export const targetWords = (
  target: StepTarget,
  { names }: DocumentSource,
  { language, say }: DocumentWords,
): string => {
  const teamOf = (id: number | null) => (id === null ? say('team.own') : (names.team.get(id) ?? String(id)));
  const person = (id: number) => names.person.get(id) ?? String(id);
  switch (target.type) {
    case 'team':
    case 'lead':
      return say(`target.${target.type}`, { team: teamOf(target.teamId) });
    case 'tier':
      return say('target.tier', { team: teamOf(target.teamId), tier: target.tier });
    case 'skill':
      return say('target.skill', { skill: names.skill.get(target.skillId) ?? target.skillId, level: target.level });
    case 'manager':
      return target.personId === null
        ? say('target.manager_of_assignee')
        : say('target.manager', { person: person(target.personId) });
    case 'on_duty':
      return say('target.on_duty', { list: names.dutyList.get(target.dutyListId) ?? target.dutyListId });
    case 'rotation':
      return say('target.rotation', {
        name: target.rotationId,
        people: listOf(target.personIds.map(person), language),
      });
    case 'channel':
      return say('target.channel', { name: target.channelId });
    case 'person':
      return person(target.personId);
    case 'role':
      return say(`target.role.${target.role}`);
    default:
      return never(target);
  }
};

/** What calls a step at once. */
export const triggerWords = (trigger: StepTrigger, { say }: DocumentWords): string => {
  switch (trigger.type) {
    case 'breach':
    case 'customer_wrote':
      return say(`trigger.${trigger.type}`);
    case 'at_risk':
      return say('trigger.at_risk', { percent: trigger.percent });
    case 'signal':
      return say('trigger.signal', { kind: say(`signal.${trigger.kind}`) });
    case 'request':
      return say('trigger.request', { reason: say(`reason.${trigger.reason}`) });
    case 'reasons':
      return say('trigger.reasons', { count: trigger.count });
    default:
      return never(trigger);
  }
};
