import { trustEn, type TrustWords } from './trust-en'
import { trustIt } from './trust-it'

/** Of the language of the other words. */
export function trustWords({ language }: { language: string }): TrustWords { return language === 'it' ? trustIt : trustEn }

export type { TrustWords }
