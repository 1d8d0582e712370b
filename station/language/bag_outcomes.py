"""What came of a request about bags, and what to do where nothing did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.outcomes import Reason
from station.language.messages import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

BAG_OUTCOMES: Mapping[Reason, tuple[Message, ...]] = {
    Reason.BAG_OPENED: (
        message("bag {bag} is open: the parcels of bin {bin} go into it"),
        message("the bag is open"),
    ),
    Reason.CONTAINER_OPENED: (
        message("container {bag} is open: closed bags go into it"),
        message("the container is open"),
    ),
    Reason.BAG_CLOSED: (
        message("bag {bag} is closed: {count} in it, {net_g:kg}"),
        message("the bag is closed"),
    ),
    Reason.BAG_REOPENED: (
        message("bag {bag} is open again; its seal counts no more"),
        message("the bag is open again"),
    ),
    Reason.BAG_NESTED: (
        message("bag {bag} lies in container {container}"),
        message("the bag lies in the container"),
    ),
    Reason.BAG_TAKEN_OUT: (
        message("bag {bag} lies no more in container {container}"),
        message("the bag is out of its container"),
    ),
    Reason.BAG_LOADED: (
        message("bag {bag} is loaded: {count} in it, {loaded} on the vehicle"),
        message("the bag is loaded"),
    ),
    Reason.BAG_UNLOADED: (
        message("bag {bag} is not loaded any more"),
        message("the bag is not loaded any more"),
    ),
    Reason.BAGS_DISPATCHED: (
        plural(
            "count",
            "despatch {despatch}: {count} receptacle has left, with {parcels} parcels",
            "despatch {despatch}: {count} receptacles have left, with {parcels} parcels",
        ),
        message("the bags have left"),
    ),
    Reason.PARCEL_MOVED: (
        message("parcel {parcel_id} is in bag {bag}"),
        message("the parcel is in the bag"),
    ),
    Reason.PARCEL_PUT: (
        message("parcel {parcel_id} is in bag {bag}"),
        message("parcel {parcel_id} is in bin {into}"),
        message("the parcel is put"),
    ),
    Reason.PARCEL_LOST: (
        message("parcel {parcel_id} is lost, and in no bag"),
        message("the parcel is lost, and in no bag"),
    ),
    Reason.PARCEL_FOUND: (
        message("parcel {parcel_id} is found, and in no bag"),
        message("the parcel is found"),
    ),
    Reason.NO_SUCH_BAG: (
        message("there is no bag {bag}: station bag list shows them"),
        message("there is no such bag: station bag list shows them"),
    ),
    Reason.BAG_NUMBER_USED: (
        message("bag {bag} was opened already, at {at:moment}: take another number"),
        message("this bag was opened already: take another number"),
    ),
    Reason.BIN_HAS_BAG: (
        message("bin {bin} has the open bag {bag}: close that one first"),
        message("the bin has an open bag: close that one first"),
    ),
    Reason.BAG_IS_OPEN: (
        message("bag {bag} is open: close it first"),
        message("the bag is open: close it first"),
    ),
    Reason.BAG_IS_CLOSED: (
        message("bag {bag} is closed: to change what is in it, open it again (station bag reopen)"),
        message("the bag is closed: to change what is in it, open it again (station bag reopen)"),
    ),
    Reason.BAG_IS_GONE: (
        message("bag {bag} has left with despatch {despatch}"),
        message("the bag has left"),
    ),
    Reason.BAG_FULL: (
        message("bag {bag} is full: close it, and open another"),
        message("the bag is full: close it, and open another"),
    ),
    Reason.BAG_TOO_HEAVY: (
        message("bag {bag} weighs {gross_g:kg} and may hold {most_g:kg}: take parcels out"),
        message("the bag is too heavy: take parcels out"),
    ),
    Reason.BAG_NOT_WEIGHED: (
        message("bag {bag} stays open, as it is not weighed: weigh it; a supervisor may say why it cannot be"),
        message("the bag stays open, as it is not weighed: weigh it"),
    ),
    Reason.BAG_NOT_SEALED: (
        message("bag {bag} stays open, as it has no seal: put one on, and enter its number"),
        message("the bag stays open, as it has no seal: enter its number"),
    ),
    Reason.GROSS_DIFFERS: (
        message(
            "bag {bag} weighs {gross_g:kg}, by its parcels it is {expected_g:kg}: weigh it again and look for parcels "
            "that are missing or too many; a supervisor may say why it differs"
        ),
        message("the weight of the bag is not that of its parcels: weigh it again"),
    ),
    Reason.SEAL_USED: (
        message("seal {seal} was used for bag {bag}: take another one"),
        message("this seal was used already: take another one"),
    ),
    Reason.IS_CONTAINER: (
        message("{bag} is a container: name a bag"),
        message("this is a container: name a bag"),
    ),
    Reason.NO_CONTAINER: (
        message("{bag} is a bag of parcels: name a container"),
        message("this is a bag of parcels: name a container"),
    ),
    Reason.BAG_IS_NESTED: (
        message("bag {bag} lies in container {container}: take it out first (station bag nest), or name the container"),
        message("the bag lies in a container: take it out first"),
    ),
    Reason.NOT_NESTED: (
        message("bag {bag} lies in no container"),
        message("the bag lies in no container"),
    ),
    Reason.BAG_IS_LOADED: (
        message("bag {bag} is loaded already, since {at:moment}"),
        message("the bag is loaded already"),
    ),
    Reason.NOT_LOADED: (
        message("bag {bag} is not loaded"),
        message("the bag is not loaded"),
    ),
    Reason.NOTHING_LOADED: (message("no bag is loaded: in the operation load scan the labels of closed bags"),),
    Reason.NOTHING_LOADED_LAST: (message("no bag was loaded just now: to take one off, station bag unload BAG"),),
    Reason.SEVERAL_DESPATCHES: (
        message("the loaded bags belong to several despatches ({despatches}): station bag dispatch NUMBER BAG..."),
        message("the loaded bags belong to several despatches: station bag dispatch NUMBER BAG..."),
    ),
    Reason.NO_DESPATCH_NUMBER: (
        message("no number for the despatch: set bags.prefix, or name one (station bag dispatch NUMBER --loaded)"),
    ),
    Reason.DESPATCH_USED: (
        message("despatch {despatch} has left already: take another number"),
        message("this despatch has left already: take another number"),
    ),
    Reason.OTHER_DESPATCH: (
        message("bag {bag} belongs to despatch {own}, not to {given}"),
        message("the bag belongs to another despatch"),
    ),
    Reason.PARCEL_IN_BAG: (
        message("parcel {parcel_id} is in bag {bag} already"),
        message("the parcel is in this bag already"),
    ),
    Reason.WRONG_BAG: (
        message("{label} is wrong: parcel {parcel_id} belongs into bag {bag}, bin {into}"),
        message("{label} is wrong: parcel {parcel_id} belongs into bin {into}"),
        message("this is the wrong bag"),
    ),
    Reason.NOTHING_TO_PUT: (
        message("{label} is the label of a place, and no parcel waits for one: lay down or scan a parcel first"),
        message("this is the label of a place, and no parcel waits for one: lay down or scan a parcel first"),
    ),
    Reason.NOT_PUT: (
        message("nobody has scanned where parcel {parcel_id} was put: it belongs into bin {into}, and is in no bag"),
        message("nobody has scanned where a parcel was put"),
    ),
    Reason.NOT_ACCEPTED: (
        message("parcel {parcel_id} was not accepted here: scan it first"),
        message("the parcel was not accepted here: scan it first"),
    ),
    Reason.ALREADY_LOST: (
        message("parcel {parcel_id} is lost already"),
        message("the parcel is lost already"),
    ),
    Reason.NOT_LOST: (
        message("parcel {parcel_id} is not lost"),
        message("the parcel is not lost"),
    ),
    Reason.BAD_S9: (
        message("{bag} has the length of a receptacle number (S9), but no S9 has {text} as its {field}: read it again"),
        message("this is no receptacle number (S9): read it again"),
    ),
    Reason.OTHER_OFFICE: (
        message("{bag} is a receptacle of the office {other}; here they begin with {office}"),
        message("this is a receptacle of another office"),
    ),
    Reason.BAD_BAG_CHECK: (
        message("the check character of bag number {bag} is wrong: read it again"),
        message("the check character of this bag number is wrong: read it again"),
    ),
    Reason.NO_BAG_NUMBER: (
        message("{bag} is no number of a bag: {least} to {most} letters, digits and signs without blanks"),
        message("this is no number of a bag"),
    ),
    Reason.NO_BAG_LABEL: (message("no label of a bag is read: turn it to the camera, or scan it by hand"),),
    Reason.BAG_IS_PARCEL: (
        message("{bag} is the number of a parcel: scan the label of the bag"),
        message("this is the number of a parcel: scan the label of the bag"),
    ),
    Reason.NO_PREFIX: (message("name the bag by its number, or set bags.prefix so that the station makes one"),),
    Reason.OPEN_ELSEWHERE: (
        message("bag {bag} is open at {station}: close it there, or take another one"),
        message("this bag is open at another station"),
    ),
    Reason.NO_AMOUNT: (
        message("{field} is no amount: {given}. Give a number above 0, such as 12400 or 0.5"),
        message("this is no amount: give a number, such as 12400 or 0.5"),
    ),
    Reason.TOO_MANY_BAGS: (
        message("too many bags at once: name at most {most}"),
        message("too many bags at once"),
    ),
}
"""Of requests about bags."""
