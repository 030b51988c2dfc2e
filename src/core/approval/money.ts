/** An amount in the smallest unit of its currency (ISO 4217). */
export interface Money {
  minor: number;
  currency: string;
}
