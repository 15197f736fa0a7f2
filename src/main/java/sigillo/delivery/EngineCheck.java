package sigillo.delivery;

/** What another program does not let in: a virus, or what it was told to refuse. */
record EngineCheck() implements Check {
    @Override public Opinion judge(Evidence evidence) {
        return evidence.assessment().flatMap(found -> found.against()).<Opinion>map(Opinion.Against::new).orElseGet(Opinion.Fine::new);
    }
}
