import { pdfEn, type PdfWords } from './pdf-en'
import { pdfIt } from './pdf-it'

/** Of the language of the other words. */
export function pdfWords({ language }: { language: string }): PdfWords { return language === 'it' ? pdfIt : pdfEn }
