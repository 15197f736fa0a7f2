package sigillo.base;

/**
 * Where the server says that a person must look: it cannot write, send or renew. An alarm has a key and stands from
 * {@link #raise} to {@link #clear}; raising it again only changes its sentence. Any thread; never blocks or throws.
 */
public interface Alarms {

    /** {@code sentence} says what is wrong and what to do. {@code key} is short and names the trouble, not the time. */
    void raise(String key, String sentence);

    /** The same, with the sentence for who reads Italian. */
    default void raise(String key, String sentence, String italian) { raise(key, sentence); }

    /** Nothing happens when the alarm does not stand. */
    void clear(String key);
}
