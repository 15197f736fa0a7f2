import { lockEn, type LockWords } from './lock-en'
import { lockIt } from './lock-it'

/** Of the language of the other words. */
export function lockWords({ language }: { language: string }): LockWords { return language === 'it' ? lockIt : lockEn }

export type { LockWords }
