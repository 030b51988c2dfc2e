/** An answer to the sending server: 4xx = try again later, 5xx = never. */
type Answer = { responseCode: number; words: string };

export const NO_SUCH_ADDRESS: Answer = { responseCode: 550, words: '5.1.1 There is no such address here' };
export const TOO_BIG: Answer = { responseCode: 552, words: '5.3.4 The message is larger than what is taken here' };
export const TOO_BUSY: Answer = { responseCode: 452, words: '4.3.1 Too much mail at once, please try again later' };
export const TRY_LATER: Answer = {
  responseCode: 451,
  words: '4.3.0 The message cannot be stored now, please try again later',
};

/** As smtp-server wants a refusal. */
export const refusal = ({ responseCode, words }: Answer): Error => Object.assign(new Error(words), { responseCode });
