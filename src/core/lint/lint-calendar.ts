import type { VersionId } from '#core/ids.ts';
import { finding, type Finding } from '#core/lint/finding.ts';
import { nextOpen } from '#core/sla/business-hours.ts';
import type { Calendar, Policy } from '#core/sla/policy.ts';
import type { Instant } from '#core/time.ts';

/** Policies, every calendar version they keep to, and the versions that are active. */
interface Counted {
  from: Instant;
  policies: readonly Policy[];
  calendars: readonly Calendar[];
  activeCalendars: ReadonlyMap<string, VersionId>;
}

/**
 * Hours that never open again though a policy counts by them: what it promises would never be due. Found at the policy
 * that keeps to such a version, and at the calendar that would be one as soon as the policy is published again.
 */
export function lintCalendars({ from, policies, calendars, activeCalendars }: Counted): Finding[] {
  const versions = new Map(calendars.map((calendar) => [calendar.versionId, calendar]));
  const closed = new Set(calendars.filter(({ hours }) => nextOpen(hours, from) === null));
  const keptTo = policies.flatMap((policy) =>
    policy.targets.flatMap(({ calendarVersionId }, index) => {
      const calendar = versions.get(calendarVersionId);
      return calendar === undefined ? [] : { policy: policy.name, index, calendar };
    }),
  );
  const atPolicies = keptTo.flatMap(({ policy, index, calendar }, at) =>
    // once a policy, at the first target that counts by it
    closed.has(calendar) && keptTo.findIndex((each) => each.policy === policy && each.calendar === calendar) === at
      ? found({ kind: 'policy', name: policy, field: `targets.${index}.calendar` }, calendar.name, policy)
      : [],
  );
  const atCalendars = [...activeCalendars].flatMap(([name, versionId]) => {
    const active = versions.get(versionId);
    const user = keptTo.find(({ calendar }) => calendar.name === name);
    if (active === undefined || !closed.has(active) || user === undefined) return [];
    return found({ kind: 'calendar', name, field: 'week' }, name, user.policy);
  });
  return [...atPolicies, ...atCalendars];
}

function found(place: Finding['place'], calendar: string, policy: string): Finding {
  return finding('calendar_never_open', place, { calendar, policy });
}
