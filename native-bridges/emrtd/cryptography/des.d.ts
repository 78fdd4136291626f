declare module 'des.js' {
  interface CipherOptions {
    type: 'encrypt' | 'decrypt';
    key: ArrayLike<number>;
    /** False: whole blocks only, nothing added or taken off. */
    padding: boolean;
  }
  interface Cipher {
    update(data: ArrayLike<number>): number[];
    final(): number[];
  }
  interface Mode {
    create(options: CipherOptions & { iv: ArrayLike<number> }): Cipher;
  }
  interface Block {
    create(options: CipherOptions): Cipher;
  }
  const des: {
    DES: Block;
    EDE: Block;
    CBC: { instantiate(block: Block): Mode };
  };
  export default des;
}
