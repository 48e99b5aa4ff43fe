package dev.framelot.claim;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Addresses that no name may stand for: this machine unless allowed, those where clouds keep credentials (link-local and a few more),
 * and none at all. An IPv6 address that carries an IPv4 address is judged by that too, as a gateway would go there.
 */
final class AddressRule {
    private static final byte[] NAT64 = HexFormat.of().parseHex("0064ff9b0000000000000000");
    private static final byte[] IPV4_COMPATIBLE = new byte[12];
    private static final byte[] SIX_TO_FOUR = HexFormat.of().parseHex("2002");
    /** Of Amazon by IPv6, of Alibaba, of Azure; that of most is link-local. */
    private static final Set<InetAddress> METADATA = Set.of(literal("fd00:ec2::254"), literal("100.100.100.200"), literal("168.63.129.16"));

    private AddressRule() {}

    /** What stands against a connection; empty: nothing. */
    static Optional<String> refusal(InetAddress address, boolean loopbackAllowed) {
        if (address.isLoopbackAddress()) {
            return loopbackAllowed ? Optional.empty() : Optional.of("is this machine itself; set claim-check.loopback to true if that is meant");
        }
        if (address.isLinkLocalAddress()) {
            return Optional.of("is link-local, where cloud machines keep their credentials");
        }
        if (METADATA.contains(address)) {
            return Optional.of("is where a cloud keeps its machines' settings and credentials");
        }
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || address.getAddress().length == 4 && address.getAddress()[0] == 0) {
            return Optional.of("is no address of one machine");
        }
        return carried(address).flatMap(
                inner -> refusal(inner, loopbackAllowed).map(refusal -> "carries " + inner.getHostAddress() + ", which " + refusal));
    }

    private static Optional<InetAddress> carried(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != 16) {
            return Optional.empty();
        }
        if (begins(bytes, NAT64) || begins(bytes, IPV4_COMPATIBLE)) {
            return Optional.of(ipv4(bytes, 12));
        }
        return begins(bytes, SIX_TO_FOUR) ? Optional.of(ipv4(bytes, 2)) : Optional.empty();
    }

    private static boolean begins(byte[] bytes, byte[] prefix) {
        return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static InetAddress ipv4(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Asks no name server. */
    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
