package dev.framelot.claim;

import java.net.InetAddress;
import java.util.Optional;

/** Addresses that no name may stand for: this machine unless allowed, link-local (where clouds keep credentials), and none at all. */
final class AddressRule {
    private AddressRule() {}

    /** What stands against a connection; empty: nothing. */
    static Optional<String> refusal(InetAddress address, boolean loopbackAllowed) {
        if (address.isLoopbackAddress()) {
            return loopbackAllowed ? Optional.empty() : Optional.of("is this machine itself; set claim-check.loopback to true if that is meant");
        }
        if (address.isLinkLocalAddress()) {
            return Optional.of("is link-local, where cloud machines keep their credentials");
        }
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || address.getAddress().length == 4 && address.getAddress()[0] == 0) {
            return Optional.of("is no address of one machine");
        }
        return Optional.empty();
    }
}
