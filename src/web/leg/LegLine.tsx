import { ArrowRight, ArrowUp, Scale } from 'lucide-react';
import { useState } from 'react';
import { DISPUTE_DECISIONS } from '#core/leg/leg.ts';
import type { LegView } from '#contract/leg.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { useTick } from '#web/app/clock.ts';
import { t } from '#web/app/i18n.ts';
import { HandBackDialog, ReturnDialog } from '#web/escalation/GiveBackDialog.tsx';
import { legWords, useSides, type Sides } from '#web/leg/leg-words.ts';
import { AskDialog } from '#web/ticket/AskDialog.tsx';
import { MatterLine, Press } from '#web/ticket/MatterLine.tsx';
import { Button } from '#web/ui/Button.tsx';

type Asking = 'return' | 'hand_back' | 'decide';

const iconOf = ({ against, direction }: LegView) => {
  if (against !== null) return Scale;
  return direction === 'functional' ? ArrowRight : ArrowUp;
};

/** A part of the work that others were asked for: who has it, by when, and giving it on. */
export function LegLine({ ticket, leg }: { ticket: TicketDetail; leg: LegView }) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const sides = useSides(leg);
  const text = useTick((now) => legWords(leg, sides, now));
  const { may } = leg;
  const press = { ticketId: ticket.id };
  const isAsked = may.acknowledge === null || may.acknowledgeHandBack === null || may.decide === null;
  return (
    <MatterLine
      icon={iconOf(leg)}
      label={t(sides === null ? 'web.leg.label' : 'web.dispute.label')}
      isAsked={isAsked}
      text={text}
    >
      <Press
        {...press}
        act={{ type: 'take_leg', legId: leg.id }}
        may={may.acknowledge}
        words="web.act.acknowledge"
        isMain
      />
      <Press
        {...press}
        act={{ type: 'take_leg_back', legId: leg.id }}
        may={may.acknowledgeHandBack}
        words="web.act.take_back"
        isMain
      />
      <Press {...press} act={{ type: 'finish_leg', legId: leg.id }} may={may.finish} words="web.leg.finish" isMain />
      {may.decide === null && (
        <Button kind="primary" onClick={() => setAsking('decide')}>
          {t('web.leg.decide')}
        </Button>
      )}
      {may.return === null && <Button onClick={() => setAsking('return')}>{t('web.act.return')}</Button>}
      {may.handBack === null && <Button onClick={() => setAsking('hand_back')}>{t('web.act.hand_back')}</Button>}
      <Press
        {...press}
        act={{ type: 'withdraw_leg', legId: leg.id }}
        may={may.withdraw}
        words="web.under_way.withdraw"
      />
      <Asked asking={asking} ticketId={ticket.id} legId={leg.id} sides={sides} onClose={() => setAsking(null)} />
    </MatterLine>
  );
}

interface AskProps {
  ticketId: number;
  legId: number;
  /** Of a dispute. */
  sides: Sides | null;
  onClose: () => void;
}

/** The dialog of what asks for more than a press. */
function Asked({ asking, legId, sides, ...shared }: AskProps & { asking: Asking | null }) {
  switch (asking) {
    case null:
      return null;
    case 'return':
      return (
        <ReturnDialog
          {...shared}
          text={t('web.leg.return_text')}
          act={(why) => ({ type: 'return_leg', legId, ...why })}
        />
      );
    case 'hand_back':
      return (
        <HandBackDialog
          {...shared}
          text={t('web.hand_back.text')}
          act={(why) => ({ type: 'hand_back_leg', legId, ...why })}
        />
      );
    case 'decide':
      return <Decide {...shared} legId={legId} sides={sides} />;
  }
}

/** For whom it is decided, by name. */
const decisionWords = (decision: (typeof DISPUTE_DECISIONS)[number], sides: Sides | null): string => {
  if (decision === 'for_neither') return t('web.leg.decision.for_neither');
  return t('web.leg.decision.for', { name: (decision === 'for_opener' ? sides?.opener : sides?.other) ?? '' });
};

const Decide = ({ ticketId, legId, sides, onClose }: AskProps) => (
  <AskDialog
    ticketId={ticketId}
    title={t('web.leg.decide')}
    text={t('web.leg.decide_text')}
    choices={{
      label: t('web.leg.decision'),
      of: DISPUTE_DECISIONS.map((value) => ({ value, words: decisionWords(value, sides) })),
    }}
    words={{ label: t('web.escalate.words'), placeholder: t('web.approval.placeholder') }}
    act={({ choice, words }) => (choice === null ? null : { type: 'decide_dispute', legId, decision: choice, words })}
    verb={t('web.leg.decide')}
    done={t('web.leg.decided')}
    onClose={onClose}
  />
);
