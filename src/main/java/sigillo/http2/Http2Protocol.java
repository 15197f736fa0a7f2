package sigillo.http2;

import java.io.IOException;
import java.util.List;
import sigillo.http.Answering;
import sigillo.http.HttpProtocol;
import sigillo.net.Protocol;
import sigillo.net.Wire;

/** HTTP/2 where TLS has agreed on it (RFC 9113 section 3.2), else HTTP/1.1: the same answers behind both. */
public final class Http2Protocol implements Protocol {
    private static final String NAME = "h2";

    private final Answering site;
    private final HttpProtocol one;
    private final Patience patience;

    /** {@code site}: answers what is asked. */
    public Http2Protocol(Answering site) { this(site, Patience.DEFAULT); }

    Http2Protocol(Answering site, Patience patience) {
        this.patience = patience;
        this.site = site;
        this.one = new HttpProtocol(site);
    }

    @Override public void serve(Wire wire) throws IOException {
        if (wire.applicationProtocol().equals(NAME)) new Http2Connection(wire, site, System::nanoTime, patience).run();
        else one.serve(wire);
    }

    @Override public List<String> applicationProtocols() { return List.of(NAME); }

    @Override public byte[] tooMany() { return one.tooMany(); }
}
