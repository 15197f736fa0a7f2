package sigillo.account;

/** A listener's place in an account's stream of changes; closing it ends the calls. */
public interface Subscription extends AutoCloseable {
    @Override void close();
}
