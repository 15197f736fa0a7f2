package sigillo.store;

/** What is kept is missing or was changed: reading it again gives the same. Only a repair helps. */
public class Damaged extends StoreException {
    private static final long serialVersionUID = 1;

    public Damaged(String message, Throwable cause) { super(message, cause); }
}
