package sigillo.faults;

/** Tidies while the others work. */
final class Housekeeper implements Load.Client {
    private final Site site;

    Housekeeper(Site site) { this.site = site; }

    @Override public void connect() {}

    @Override public void once() {
        site.tidy();
        try {
            Thread.sleep(15);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override public void disconnect() {}
}
