import { sealedEn, type SealedWords } from './sealed-en'
import { sealedIt } from './sealed-it'

/** Of the language of the other words. */
export function sealedWords({ language }: { language: string }): SealedWords { return language === 'it' ? sealedIt : sealedEn }

export type { SealedWords }
