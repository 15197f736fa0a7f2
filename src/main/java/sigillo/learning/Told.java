package sigillo.learning;

import sigillo.message.Header;

/** Hears what owners say of messages, each once: what is known of senders is no account's alone. Any thread; quick. */
public interface Told {
    Told NOBODY = (_, _) -> { };

    void said(Header header, boolean isJunk);
}
