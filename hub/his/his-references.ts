/** References the HIS gave, by what they stand for. */
export type HisReferences = Readonly<Record<string, string>>;
