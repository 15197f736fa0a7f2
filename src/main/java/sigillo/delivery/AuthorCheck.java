package sigillo.delivery;

import sigillo.authentication.Findings;

/**
 * Suspects what nobody can show to be of the domain in its From, where that domain asks for it. Never refuses: RFC 9989
 * section 7.4. What DNS could not say is held against nobody.
 */
record AuthorCheck() implements Check {
    @Override public Opinion judge(Evidence evidence) {
        return evidence.findings().flatMap(Findings::suspicion).<Opinion>map(Opinion.Suspect::new)
            .orElseGet(Opinion.Fine::new);
    }
}
