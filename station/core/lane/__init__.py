"""The lane: what lies under the camera and on the scale becomes one presented parcel, once."""
