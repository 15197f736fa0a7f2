package sigillo.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sigillo.base.Domain;
import sigillo.http.Answering;
import sigillo.http.Asked;
import sigillo.http.Beside;
import sigillo.http.Forwarded;
import sigillo.http.Forwarders;
import sigillo.http2.Http2Protocol;
import sigillo.lists.ListDoor;
import sigillo.login.SignIn;
import sigillo.net.Protocol;
import sigillo.net.Wire;
import sigillo.pictures.Pictures;
import sigillo.setup.HandOver;

/** The pages behind a listener, or several that share their sessions. Closing it signs everybody out. */
public final class WebProtocol implements Protocol, AutoCloseable {
    private final Site site;
    private final Http2Protocol http;
    private volatile Forwarders forwarders = Forwarders.NONE;

    /**
     * {@code policies}: the MTA-STS policy of a domain here, as it is served. {@code others}: what else is behind the listener,
     * each at paths of its own.
     */
    public WebProtocol(House house, ListDoor lists, Function<Domain, Optional<String>> policies, List<Answering> others) {
        this(house, lists, policies, others, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty());
    }

    /**
     * {@code setup}: of a server that is not set up yet. {@code handOver}: of the passkey of its first account. {@code pictures}: of mail; empty where nobody outside is asked. {@code board}: of this
     * server, for its postmaster; {@code seat}: where he asks for something.
     */
    public WebProtocol(House house, ListDoor lists, Function<Domain, Optional<String>> policies, List<Answering> others, Optional<SetupWork> setup,
            Optional<HandOver> handOver, Optional<Pictures> pictures, Optional<StatusBoard> board,
            Optional<OperatorSeat> seat) {
        var webmail = Webmail.built();
        site = new Site(house, webmail.isThere(), board, seat);
        var beside = new ArrayList<>(others);
        setup.map(work -> new SetupDoor(work, house.clock(), Optional.of(site))).ifPresent(beside::add);
        handOver.map(left -> new FirstPasskey(site, left)).ifPresent(beside::add);
        beside.add(new PictureDoor(pictures, site::signedIn));
        beside.add(new WkdDoor(house.endToEnd().published(), house.directory()::isLocal));
        beside.add(new BlobDoor(house.endToEnd().vault(), site::signedIn,
            id -> house.directory().account(id).isPresent(), house.clock()));
        beside.add(webmail); // after those that have paths below its own
        var pages = new ListPages(lists, WebLimits.tries(house.clock()), site);
        http = new Http2Protocol(new Forwarded(new WellKnown(policies, new Beside(beside, pages)), () -> forwarders));
    }

    /** Proxies that speak HTTP and are in front of it. Before it is opened. */
    public void behind(Forwarders others) { forwarders = others; }

    /** Who asks with a session of these pages; see {@link Site#signedIn}. For doors that are beside them. */
    public Optional<SignIn.Answer.Welcome> signedIn(Asked asked) { return site.signedIn(asked); }

    @Override public void serve(Wire wire) throws IOException { http.serve(wire); }

    @Override public List<String> applicationProtocols() { return http.applicationProtocols(); }

    @Override public byte[] tooMany() { return http.tooMany(); }

    @Override public void close() { site.close(); }
}
