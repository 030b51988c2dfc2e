/** A hash of a sequence of numbers and words, to say that two simulations went the same way. It keeps no secret. */
export class Fingerprint {
  #one = 0xdeadbeef;
  #other = 0x41c6ce57;
  readonly #words = new Map<string, number>();

  add(value: number): void {
    // instants need more than 32 bits
    const high = Math.floor(value / 0x1_0000_0000);
    this.#mix(value | 0);
    this.#mix(high | 0);
  }

  addWord(word: string): void {
    let hash = this.#words.get(word);
    if (hash === undefined) {
      hash = 0;
      for (let index = 0; index < word.length; index += 1) hash = (Math.imul(hash, 31) + word.charCodeAt(index)) | 0;
      this.#words.set(word, hash);
    }
    this.#mix(hash);
  }

  #mix(bits: number): void {
    this.#one = Math.imul(this.#one ^ bits, 2_654_435_761);
    this.#other = Math.imul(this.#other ^ bits, 1_597_334_677);
    this.#one ^= this.#one >>> 15;
    this.#other ^= this.#other >>> 13;
  }

  /** Sixteen hexadecimal digits. */
  get digest(): string {
    return [this.#one, this.#other].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }
}
