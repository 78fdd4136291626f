import { useEffect, useRef } from 'react';
import './viewfinder.css';

/** What the camera sees, the way round of a mirror, so that a hand finds its place. */
export const Viewfinder = ({ stream }: { readonly stream: MediaStream }) => {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = stream;
  }, [stream]);
  // The words beside it say what to do; there is nothing to hear.
  return <video className="viewfinder" ref={video} autoPlay muted playsInline aria-hidden="true" />;
};
