import { smimeEn, type SmimeWords } from './smime-en'
import { smimeIt } from './smime-it'

/** Of the language of the other words. */
export function smimeWords({ language }: { language: string }): SmimeWords { return language === 'it' ? smimeIt : smimeEn }
