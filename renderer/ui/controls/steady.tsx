import { type FunctionComponent, memo, useInsertionEffect, useRef, useState } from 'react';

interface Pressable {
  readonly onPress: () => void;
}

/**
 * A button that is drawn again only when its words or its state change. Pages give a new handler
 * with every rendering; a tap calls the newest one.
 */
export const steady = <Props extends Pressable>(
  View: FunctionComponent<Props>,
): FunctionComponent<Props> => {
  const Kept = memo(View) as unknown as FunctionComponent<Props>;
  return props => {
    const latest = useRef(props.onPress);
    useInsertionEffect(() => {
      latest.current = props.onPress;
    });
    const [onPress] = useState(() => () => latest.current());
    return <Kept {...props} onPress={onPress} />;
  };
};
