// As much of ECharts as the charts need.

import { BarChart, LineChart } from 'echarts/charts';
import { DataZoomComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use, type ECharts, type EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, LineChart, DataZoomComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export { init };
export type { ECharts, EChartsCoreOption };

const color = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** The colours of the page as it is now. */
export const palette = () => ({
  text: color('text'),
  muted: color('muted'),
  line: color('line'),
  surface: color('surface'),
  accent: color('accent'),
  created: color('created'),
  updated: color('updated'),
  deleted: color('deleted'),
});
