package sigillo.http;

import java.io.IOException;

/** Where a reply goes that is made while it is sent: events. One thread. */
public interface Outlet {
    /** At once. Throws when nobody takes it. */
    void send(byte[] octets) throws IOException;

    /** Whether nobody listens any more, as far as that can be seen, or the server stops. */
    boolean isOver();

    /** Makes such a reply. */
    interface Source {
        void sendTo(Outlet outlet) throws IOException;
    }
}
