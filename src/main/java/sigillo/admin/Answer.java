package sigillo.admin;

/** What became of a {@link Request}. */
public sealed interface Answer {
    /** {@code result}: a record of this package, or a list of them; what {@code --json} prints. */
    record Done(Object result) implements Answer {}

    /** {@code why}: a sentence for the operator. Nothing was changed. */
    record Failed(String why) implements Answer {}
}
