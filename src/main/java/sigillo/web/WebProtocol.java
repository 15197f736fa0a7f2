package sigillo.web;

import java.io.IOException;
import sigillo.net.Protocol;
import sigillo.net.Wire;

/** The pages behind a listener, or several that share their sessions. Closing it signs everybody out. */
public final class WebProtocol implements Protocol, AutoCloseable {
    private final Site site;
    private final HttpProtocol http;

    public WebProtocol(House house) {
        site = new Site(house);
        http = new HttpProtocol(site);
    }

    @Override public void serve(Wire wire) throws IOException { http.serve(wire); }

    @Override public byte[] tooMany() { return http.tooMany(); }

    @Override public void close() { site.close(); }
}
