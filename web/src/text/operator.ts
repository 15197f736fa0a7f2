import { operatorEn, type OperatorWords } from './operator-en'
import { operatorIt } from './operator-it'

/** Of the language of the other words. */
export function operatorWords({ language }: { language: string }): OperatorWords { return language === 'it' ? operatorIt : operatorEn }

export type { OperatorWords }
