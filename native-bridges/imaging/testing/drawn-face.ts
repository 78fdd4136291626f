import { type Canvas } from '@napi-rs/canvas';
import { createCanvas } from '../canvas.ts';

/** A face of nobody: flat colours, so that every encoder keeps them. */
export const drawnFace = (width: number, height: number): Canvas => {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const disc = (colour: string, x: number, y: number, radius: number): void => {
    context.fillStyle = colour;
    context.beginPath();
    context.arc(width * x, height * y, width * radius, 0, 2 * Math.PI);
    context.fill();
  };
  context.fillStyle = '#8fb8d8';
  context.fillRect(0, 0, width, height);
  disc('#303850', 0.5, 1.05, 0.42);
  disc('#e0b08c', 0.5, 0.45, 0.3);
  disc('#202020', 0.4, 0.4, 0.04);
  disc('#202020', 0.6, 0.4, 0.04);
  return canvas;
};
