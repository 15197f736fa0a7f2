import { accountEn, type AccountWords } from './account-en'
import { accountIt } from './account-it'

/** Of the language of the other words. */
export function accountWords({ language }: { language: string }): AccountWords { return language === 'it' ? accountIt : accountEn }

export type { AccountWords }
