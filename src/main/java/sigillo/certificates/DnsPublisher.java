package sigillo.certificates;

import java.io.IOException;

/** Changes the zone of a name: by RFC 2136, or by what a provider has. */
public interface DnsPublisher {
    /** Adds a TXT record beside those that are there. Throws {@link IOException} with a sentence. */
    void addText(String name, String text) throws IOException;

    /** Takes that one away. */
    void removeText(String name, String text) throws IOException;
}
