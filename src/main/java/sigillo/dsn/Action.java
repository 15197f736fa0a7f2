package sigillo.dsn;

/** RFC 3464 section 2.3.3: what happened to a recipient. The word is the field's value. */
public enum Action {
    FAILED("failed"), DELAYED("delayed"), DELIVERED("delivered"), RELAYED("relayed");

    private final String word;

    Action(String word) { this.word = word; }

    String word() { return word; }
}
