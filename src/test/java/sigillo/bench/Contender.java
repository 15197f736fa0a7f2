package sigillo.bench;

/**
 * A mail server that is measured: mail comes in over SMTP and is read over IMAP, everything that it accepted is durable. It
 * has users with the numbers from 0 to as many as the plan says; 0 has the large mailbox.
 */
interface Contender extends AutoCloseable {
    /** With its version. */
    String name();

    /** Begins to start; it is up when {@link Doors#waitFor} says so. It was stopped, or never started. */
    void start();

    void stop();

    Doors doors();

    String address(int user);

    String password(int user);

    ProcessTree processes();

    @Override void close();
}
